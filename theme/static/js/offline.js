// Copies for reading without a network are kept by the script of the site's own address.
// On an editor's machine nothing is kept: it would show pages of another day.
{
  const worker = document.body.dataset.worker;

  // The page that a reader opens first came without the worker, so it is told what to keep.
  const start = async () => {
    const { serviceWorker } = navigator;
    const isFirst = !serviceWorker.controller;
    await serviceWorker.register(worker);
    if (!isFirst) return;
    const { active } = await serviceWorker.ready;
    active.postMessage(performance.getEntriesByType("resource").map(({ name }) => name));
  };

  if (worker && "serviceWorker" in navigator && location.protocol === "https:") {
    addEventListener("load", () => start().catch((error) => console.warn(error)));
  }

  // A picture of a copy that was not kept would leave an empty place as high as itself. Its description stays.
  if (document.querySelector(".offline")) {
    const shrink = (image) => {
      image.style.aspectRatio = "auto";
      for (const name of ["width", "height"]) image.removeAttribute(name);
    };
    for (const image of document.images) {
      if (image.complete && !image.naturalWidth) shrink(image);
      else image.addEventListener("error", () => shrink(image));
    }
  }
}
