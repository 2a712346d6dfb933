// Copies for reading without a network are kept by the script of the site's own address.
// On an editor's machine nothing is kept: it would show pages of another day.
{
  const worker = document.body.dataset.worker;
  if (worker && "serviceWorker" in navigator && location.protocol === "https:") {
    addEventListener("load", () => {
      navigator.serviceWorker.register(worker).catch((error) => console.warn(error));
    });
  }
}
