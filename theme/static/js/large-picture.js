// Pictures over the page, one after another, by keyboard too. A browser without <dialog> follows the link to the file.
{
  const links = [...document.querySelectorAll('[data-module="large-picture"]')];

  const create = (tag, name, text = "") => {
    const node = document.createElement(tag);
    node.className = name;
    node.textContent = text;
    return node;
  };

  const build = () => {
    const dialog = create("dialog", "large-picture__dialog");
    const frame = create("div", "large-picture__frame");
    const words = create("p", "large-picture__words");
    const buttons = create("div", "large-picture__buttons");
    let current = 0;

    const show = (number) => {
      current = (number + links.length) % links.length;
      const picture = links[current].querySelector("picture").cloneNode(true);
      for (const node of picture.querySelectorAll("[sizes]")) node.sizes = "100vw";
      const image = picture.querySelector("img");
      image.loading = "eager";
      image.className = "";
      const caption = links[current].parentElement.querySelector("figcaption");
      const place = links.length > 1 ? ` (${current + 1}/${links.length})` : "";
      words.textContent = (caption ? caption.textContent : image.alt).trim() + place;
      frame.replaceChildren(picture);
    };

    const add = (label, press) => {
      const button = create("button", "button", label);
      button.type = "button";
      button.addEventListener("click", press);
      buttons.append(button);
    };

    dialog.setAttribute("aria-label", "Ảnh lớn");
    words.setAttribute("role", "status");
    if (links.length > 1) add("Ảnh trước", () => show(current - 1));
    add("Đóng", () => dialog.close());
    if (links.length > 1) add("Ảnh sau", () => show(current + 1));
    dialog.append(frame, words, buttons);
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") show(current - 1);
      if (event.key === "ArrowRight") show(current + 1);
    });
    // The picture itself closes nothing: a finger moves and enlarges it.
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target === frame) dialog.close();
    });
    // "Back" closes the picture, as a reader of a phone expects, and leaves the article only after that.
    addEventListener("popstate", () => dialog.close());
    dialog.addEventListener("close", () => {
      links[current].focus();
      if (history.state?.largePicture) history.back();
    });
    document.body.append(dialog);
    return (number) => {
      show(number);
      dialog.showModal();
      history.pushState({ largePicture: true }, "");
    };
  };

  if (links.length && window.HTMLDialogElement) {
    let open;
    links.forEach((link, number) => {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        open = open || build();
        open(number);
      });
    });
  }
}
