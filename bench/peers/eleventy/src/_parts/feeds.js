// What the two kinds of feeds have in common.
import { SITE } from "./base.js";

export const title = (frame, feed) => (feed.name ? `${feed.name} – ${frame.name}` : frame.name);

export const link = (feed) => SITE + feed.address;

export const rfc822 = (moment) => new Date(`${moment.slice(0, 19)}Z`).toUTCString().replace("GMT", "+0700");

export const tagUri = (one) => `tag:${new URL(SITE).hostname},${one.moment.slice(0, 10)}:${one.address}`;
