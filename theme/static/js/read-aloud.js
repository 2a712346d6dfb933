// Read the article aloud, where the browser has a Vietnamese voice. Paragraph by paragraph:
// browsers break off an utterance that takes longer than some fifteen seconds.
{
  const speech = window.speechSynthesis;
  const voice = () => speech.getVoices().find((one) => /^vi\b/i.test(one.lang));

  const start = (button) => {
    const label = button.querySelector("[data-label]");
    const show = (reading) => {
      button.dataset.reading = String(reading);
      label.textContent = reading ? button.dataset.stop : button.dataset.start;
    };
    const pieces = () =>
      [...document.querySelectorAll(button.dataset.target)]
        .flatMap((part) => (part.children.length ? [...part.querySelectorAll("p, li, h2, h3, h4, figcaption, td, th")] : [part]))
        .filter((part) => !part.querySelector("p, li"))
        .flatMap((part) => part.textContent.match(/[^.;!?…]+[.;!?…]*/g) ?? [])
        .map((text) => text.trim())
        .filter(Boolean);

    const read = () => {
      const texts = pieces();
      texts.forEach((text, index) => {
        const utterance = new SpeechSynthesisUtterance(text);
        utterance.lang = "vi-VN";
        utterance.voice = voice() ?? null;
        if (index === texts.length - 1) utterance.onend = () => show(false);
        speech.speak(utterance);
      });
      show(texts.length > 0);
    };

    button.addEventListener("click", () => {
      const reading = button.dataset.reading === "true";
      speech.cancel();
      if (reading) show(false);
      else read();
    });
    addEventListener("pagehide", () => speech.cancel());
    button.hidden = false;
  };

  if (speech) {
    const buttons = new Set(document.querySelectorAll('[data-module="read-aloud"]'));
    const reveal = () => {
      if (!voice()) return;
      buttons.forEach(start);
      buttons.clear();
    };
    reveal();
    speech.addEventListener?.("voiceschanged", reveal);
  }
}
