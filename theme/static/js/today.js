// The day in Vietnam, in the head of the page, and the hour of today's news: a page that is printed once holds neither.
{
  const names = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];

  const write = () => {
    const now = new Date(Date.now() + 7 * 3600 * 1000);
    const today = now.toISOString().slice(0, 10);
    const [year, month, day] = today.split("-");
    for (const place of document.querySelectorAll('[data-module="today"]')) {
      place.textContent = `${names[now.getUTCDay()]}, ${day}/${month}/${year}`;
    }
    for (const time of document.querySelectorAll(".teaser__date time, .latest__date, .topic-card time")) {
      const [date, hour = ""] = time.dateTime.split("T");
      const isToday = date === today && hour !== "";
      if (!isToday && time.dataset.today === undefined) continue;
      if (time.dataset.date === undefined) time.dataset.date = time.textContent;
      time.textContent = isToday ? hour.slice(0, 5) : time.dataset.date;
      if (isToday) time.dataset.today = "";
      else delete time.dataset.today;
    }
  };

  write();
  // A page that comes back from the history may be of yesterday.
  window.addEventListener("pageshow", write);
  // The latest news came after the page.
  document.addEventListener("bulletin:news", write);
}
