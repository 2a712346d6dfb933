// Share through the browser, or copy the address.
{
  const say = (button, key) => {
    const status = button.closest(".share").querySelector(".share__status");
    status.textContent = status.dataset[key];
  };

  if (navigator.share) {
    for (const button of document.querySelectorAll('[data-module="share"]')) {
      button.hidden = false;
      button.addEventListener("click", () => {
        // A reader who closes the sheet again rejects the promise: nothing to say.
        navigator.share({ title: button.dataset.title, url: button.dataset.url }).catch(() => {});
      });
    }
  }

  if (navigator.clipboard) {
    for (const button of document.querySelectorAll('[data-module="copy"]')) {
      button.hidden = false;
      button.addEventListener("click", () => {
        navigator.clipboard.writeText(button.dataset.text).then(
          () => say(button, "done"),
          () => say(button, "failed"),
        );
      });
    }
  }
}
