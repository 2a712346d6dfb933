// Text as pages print it.
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };

export const escaped = (text) => text.replace(/[&<>"']/g, (mark) => MARKS[mark]);

export const json = (value) => JSON.stringify(value).replaceAll("<", "\\u003c");

export const slug = (name) =>
  name.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

export const twoDigits = (number) => String(number).padStart(2, "0");
