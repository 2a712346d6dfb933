// The bulletin's peer for Eleventy. Templates are JavaScript, the fastest that Eleventy has.
import { archive } from "./src/_parts/archive.js";

export default function (config) {
  config.setQuietMode(true);
  config.setUseGitIgnore(false);
  config.addPassthroughCopy({ static: "." });
  config.addCollection("archive", (api) => archive(api.getFilteredByGlob("src/articles/**/*.md")));
  return { dir: { input: "src", output: "output" }, markdownTemplateEngine: false };
}
