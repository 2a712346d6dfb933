// Read the article aloud, where the browser has a Vietnamese voice. Paragraph by paragraph:
// browsers break off an utterance that takes longer than some fifteen seconds.
{
  const speech = window.speechSynthesis;
  const blocks = "p, li, h2, h3, h4, dt, dd, figcaption, caption, td, th";
  const voice = () => speech.getVoices().find((one) => /^vi\b/i.test(one.lang));

  // The text of a block without the blocks inside, and without the numbers and arrows of notes.
  const textOf = (part) => {
    const copy = part.cloneNode(true);
    for (const node of copy.querySelectorAll(`${blocks}, .footnote-ref, .footnote-backref`)) node.remove();
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  // A sentence ends where a space follows, so no number or date is cut. "TP. Phan Thiết" and "ThS. Hòa" stay whole.
  const split = (text) => {
    const sentences = [];
    let isOpen = false;
    for (const piece of text.match(/.+?(?:[.;!?…]+["”’»)\]]*(?= |$)|$)/g) ?? []) {
      if (isOpen) sentences.push(sentences.pop() + piece);
      else sentences.push(piece.trim());
      isOpen = /(?:^|[ (])(?:\p{Lu}{1,3}|ThS|BS|Tr|tr|đ\/c|đc|v\.v)\.$/u.test(piece);
    }
    return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  };

  const start = (button) => {
    const label = button.querySelector("[data-label]");
    const show = (reading) => {
      button.dataset.reading = String(reading);
      label.textContent = reading ? button.dataset.stop : button.dataset.start;
    };
    const pieces = () =>
      [...document.querySelectorAll(button.dataset.target)]
        .flatMap((part) => (part.children.length ? [...part.querySelectorAll(blocks)] : [part]))
        .flatMap((part) => split(textOf(part)));

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
