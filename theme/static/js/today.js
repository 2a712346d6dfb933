// The day in Vietnam, in the head of the page: a page that is printed once cannot hold it.
{
  const names = ["Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"];
  const places = document.querySelectorAll('[data-module="today"]');

  const write = () => {
    const now = new Date(Date.now() + 7 * 3600 * 1000);
    const [year, month, day] = now.toISOString().slice(0, 10).split("-");
    for (const place of places) place.textContent = `${names[now.getUTCDay()]}, ${day}/${month}/${year}`;
  };

  write();
  // A page that comes back from the history may be of yesterday.
  window.addEventListener("pageshow", write);
}
