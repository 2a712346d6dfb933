// What is advertised, as the alternative text of each place: pages name the place alone, so that no campaign changes them.
{
  const places = document.querySelectorAll('[data-module="ad"]');

  const describe = async () => {
    const response = await fetch(places[0].dataset.src);
    if (!response.ok) return;
    const texts = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const place of places) {
      const text = texts.querySelector(`[data-slot="${place.dataset.slot}"]`)?.textContent;
      if (text) place.querySelector("img").alt = `Quảng cáo: ${text}`;
    }
  };

  // Without a line the text stays the name of the place.
  window.addEventListener("load", () => startWhenNear(places, () => describe().catch(() => {})));
}
