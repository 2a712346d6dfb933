import { latestList } from "./_parts/lists.js";

export const data = { permalink: "/fragments/latest.html" };

export const render = ({ collections }) => latestList(collections.archive.news.slice(0, 10));
