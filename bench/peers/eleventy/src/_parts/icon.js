// Small pictograms, drawn on a 24-unit grid.
const PATHS = {
  menu: "M4 6h16M4 12h16M4 18h16",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  listen: "M4 10v4h4l5 4V6L8 10zM16 9c1.3 1.7 1.3 4.3 0 6M18.5 6.5c3 3 3 8 0 11",
  share: "M12 15V4M8 8l4-4 4 4M6 12v8h12v-8",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  mail: "M4 6h16v12H4zM4 7l8 6 8-6",
  newer: "M15 5l-7 7 7 7",
  older: "M9 5l7 7-7 7",
};

export const icon = (name) =>
  `<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"></path></svg>`;
