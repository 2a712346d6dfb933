import { address } from "../_parts/archive.js";

export default {
  layout: "article.11ty.js",
  permalink: (data) => address(data.page.date, data.slug),
};
