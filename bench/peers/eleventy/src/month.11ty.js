import { base, breadcrumbData } from "./_parts/base.js";
import { breadcrumb, pager, teaser } from "./_parts/lists.js";
import { twoDigits } from "./_parts/text.js";

const ABOVE = { name: "Lưu trữ", address: "/luu-tru/" };
const WEEKDAYS = [
  ["T2", "Thứ Hai"], ["T3", "Thứ Ba"], ["T4", "Thứ Tư"], ["T5", "Thứ Năm"], ["T6", "Thứ Sáu"], ["T7", "Thứ Bảy"],
  ["CN", "Chủ nhật"],
];

export const data = {
  pagination: { data: "collections.archive.months", size: 1, alias: "month" },
  permalink: ({ month }) => month.address,
};

export function render({ frame, month: { year, month, name, address, items, newer, older } }) {
  const lower = name.toLowerCase(), title = `Lưu trữ ${lower}`, days = new Map();
  for (const one of items) {
    if (!days.has(one.number)) days.set(one.number, []);
    days.get(one.number).push(one);
  }
  return base(frame, {
    kind: "month", title, address, description: `Tin, bài đăng trong ${lower}.`,
    data: [breadcrumbData(title, address, ABOVE)],
    main: `${breadcrumb(ABOVE)}
<header class="heading">
<p class="heading__eyebrow">Lưu trữ</p>
<h1 class="heading__title">${name}</h1>
</header>
<div class="month">
<table class="calendar">
<caption class="calendar__caption">${name}</caption>
<thead>
<tr>
${WEEKDAYS.map(([short, long]) => `<th scope="col"><abbr title="${long}">${short}</abbr></th>`).join("\n")}
</tr>
</thead>
<tbody>
${weeks(year, month).map((week) => `<tr>\n${week.map((number) => cell(number, days)).join("\n")}\n</tr>`).join("\n")}
</tbody>
</table>
<div class="month__days">
${[...days].map(day).join("\n")}
</div>
</div>
${pager({ newer: newer?.address, older: older?.address, newerLabel: newer?.name, olderLabel: older?.name })}`,
  });
}

function weeks(year, month) {
  const blank = (new Date(Date.UTC(year, month - 1, 1)).getUTCDay() + 6) % 7;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: Math.ceil((blank + last) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => {
      const number = week * 7 + weekday + 1 - blank;
      return number > 0 && number <= last ? number : 0;
    }));
}

function cell(number, days) {
  if (!number) return "<td></td>";
  return days.has(number)
    ? `<td><a class="calendar__day" href="#ngay-${twoDigits(number)}">${number}</a></td>`
    : `<td><span class="calendar__day">${number}</span></td>`;
}

function day([number, items]) {
  const anchor = `ngay-${twoDigits(number)}`;
  return `<section class="month__day" id="${anchor}" aria-labelledby="${anchor}-tieu-de">
<h2 class="month__title" id="${anchor}-tieu-de">${items[0].weekday}, ${items[0].day}</h2>
${items.map((one) => teaser(one, { level: 3, dated: false })).join("\n")}
</section>`;
}
