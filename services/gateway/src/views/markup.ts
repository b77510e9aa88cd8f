/**
 * What the browser code may rely on in the markup. Anything not listed here may change at any time.
 *
 * ## Every page
 * - `<body data-page="login|signup|people|profile|inbox|arrange|group|chat|notifications|error">`, and where someone is logged
 *   in `data-viewer-id`, `data-viewer-username`, `data-viewer-name`, and `data-blocked`, the ids of those whom they block, where
 *   there are any. On the chat page also
 *   `data-conversation`, `data-peer-name`, and `data-peer-username` or (of a group) `data-group`.
 * - `<meta name="csrf-token" content="…">`: goes into the header `X-CSRFToken`.
 * - `<link id="favicon" data-plain="url" data-unread="url">`: set `href` to one of the two.
 * - `<title data-title="Inbox">(3) Inbox · Parley</title>`: the title without its count is `data-title` + ` · Parley`.
 * - `#announcer`: polite live region for screen readers (set `textContent`). `#toasts`: see templates.
 * - `#connection[data-state="online|connecting|offline|http"]`: the quiet bar. Only set `data-state`: the words of
 *   each state are there already, CSS shows the right ones, and nothing is shown while online.
 * - htmx is loaded as a script of its own before `main.js` and is `window.htmx`: do not bundle it. The CSRF header
 *   for its requests is set on `<body>` by `hx-headers:inherited`.
 * - `<time datetime="ISO" data-time="clock|day|short|full|date|seen">`: rendered in UTC, to be localised: set `textContent` to
 *   `formatTime(datetime, style, {now, locale, timeZone})` of `views/time.ts` and `title` to the style `full`.
 *   Also to be repeated at midnight (`short` and `day` say Today, Yesterday).
 *
 * - A failed htmx request (4xx, 5xx) replaces nothing. Its answer (`errorPartial`) is a toast that htmx itself puts into `#toasts`;
 *   browser code removes `.toast` on its `[data-close]` and after a while, and speaks up itself on `htmx:error` (no answer).
 *
 * ## Dialogs (all `<dialog>`; open with `showModal()`, give focus back on close)
 * - `#shortcuts` (`?`), `#formatting`, `#switcher` (Ctrl/Cmd-K), `#session-ended`.
 * - `[data-open="shortcuts|formatting|switcher"]` are buttons that open them, `[data-close]` inside closes.
 * - `[data-mod]` is a key's name, "Ctrl": set it to "⌘" on Apple's systems.
 * - `#switcher-input` is a combobox; htmx asks `GET /people/?for=switcher&q=…` for `#switcher-results`, a listbox of
 *   `[role=option][data-href]` elements with an id (no link inside: a click and Enter go to `data-href`). Browser code moves `aria-selected` and
 *   `aria-activedescendant` by the arrow keys. Trigger `parley:open` on the input after opening, for the first results.
 *
 * ## Bell, in every page of someone logged in
 * - `#bell` is `<details>`; `#bell-badge[data-count]` (set `textContent` to `badgeText(count)` of `views/badge.ts`, and `data-count`;
 *   0 hides it); `#bell-words`: screen readers' words, `badgeWords(count)`.
 * - `#bell-list-mentions` and `#page-bell-list-mentions` are what mentions the viewer, in the same form; CSS hides their part where they have
 *   no `<li>`. The badge counts `bellCount`, the words are `unreadWords`, both of `views/mention-words.ts`.
 * - `#bell-list` is `<ul>` of `<li data-username>`; `#bell-empty` is shown by CSS when the list has no `<li>`.
 *   Clone `#tpl-notification`: slots `name`, `preview`, `time`, `avatar`; set the link's `href`. The slot `author` ("Ann: ") is hidden by
 *   the attribute but in groups, whose name stands in front then.
 *
 * ## People to be chosen
 * - `[data-picker]` holds a field for usernames, `input[name=people]`, and two templates by `data-part`: `picker`, which goes
 *   behind that field (hidden then, it is still what is sent), and `chip`. In the picker, `[role=combobox]` is the search (htmx asks
 *   `GET /messages/groups/people/?q=…`), `[role=listbox]` what it found: `[role=option][data-username][data-name]`, and `.chips` who is
 *   chosen: `.chip[data-username]` with the slot `name` and a button to leave them out. `parley:open` searches without a text.
 * - `button[data-copy]` copies what it says; its slot `words` says for a moment that it did.
 *
 * Menus are `details.menu`: browser code closes them on Esc (focus back to the summary) and on a click outside.
 *
 * ## Conversation list, inbox and chat
 * - `#conversations` is `<ul>` of `<li id="c-<username>" data-username data-conversation data-at data-unread>`, newest first; of groups
 *   `id="g-<id>"` and `data-group` instead of `data-username`. In these the slot `by`, hidden by the attribute, holds the slot `author`.
 *   Slots in it: `[data-slot=name|preview|time|unread|avatar|presence]`; `data-unread="0"` hides the badge.
 *   `[data-slot=mine]` says "You:" and is hidden by the attribute `hidden` when the last message is the other's.
 *   `[data-slot=unread-words]` is for screen readers. `data-mentions` counts unread mentions; `0` hides the badge of them.
 *   In `#tpl-arrange-menu`, `data-in-groups-only` is for groups.
 *   `data-pinned`, `data-archived`, `data-muted` (with `data-muted-until` where it has an end) and `data-marked` (as unread) are
 *   there where it is so, and `data-revision` counts the changes of them. `#conversations[data-archived]` is the archive, `[data-older]` no first page.
 *   `[data-action=arrange]` is a link to a page of what can be done; browser code opens `#tpl-arrange-menu` instead, without
 *   the items whose `data-when` (`pinned`, `!pinned` …) is not so; each does what its `data-arrange` says.
 *   New ones: clone `#tpl-conversation`, set the link's `href`. `#conversations-empty` is shown by CSS when there is none.
 * - Every slot `preview`: `textContent = previewText(text, parse)` of `views/formatting/preview-text.ts`.
 * - The avatar slot: `textContent = initials(displayName)`, `data-hue = hue(username)`, both of `views/avatar.ts`; of a group the hue of its
 *   id, and the attribute `data-group`.
 * - The list refreshes as a whole (morph) on the event `parley:refresh` on `<body>`: `htmx.trigger(document.body, 'parley:refresh')`
 *   (asks `GET /messages/?current=<username>` or `?group=<id>` and selects `#conversations`).
 *
 * ## Chat
 * - `#messages-scroll`: the scrolling element. It is `flex-direction: column-reverse`, so it starts at the newest, keeps its
 *   place when older ones are put before, and `scrollTop` is 0 at the newest and negative above it.
 * - `#messages` is `<ol data-conversation data-head-seq>` (the newest seq the page showed);
 *   with `data-older-page` it is a page of older history opened by its link: newer ones are missing below, so nothing is to be added; its messages are `li.message` with `data-seq`, `data-n`, `data-by` (username),
 *   `data-at`, `data-client-id`, `data-state`, `data-mine` (only on the viewer's own), and `id="m-<n>"` once they have a number.
 *   In a group there are `li.membership` among them (`data-seq`, `data-at`, `.membership-words`): what became of it. They are placed by
 *   `data-seq` like messages, and end a run. Others' messages have an avatar in `.body` there.
 *   One message is one `<li>`: push it with `beforeend`; a *sending* one is found by `data-client-id` and replaced whole.
 * - After any change call the same rule as the server: `placement(previous, current, next, dayOf)` of `views/grouping.ts` over the
 *   `li.message` and `li.membership` around it, and set `data-run` ("only", "first", "middle", "last") and the `hidden` of `:scope > .day`.
 *   `dayOf` is `localDay(timeZone)` of `views/time.ts`; the server took UTC.
 * - A message has `data-mentions`, the names whose mentions are marked in it, and `data-mentions-me` where it mentions the viewer.
 * - `.text` is where the text is: `innerHTML = messageHtml(text, parse, mentioned)` of `views/text.ts` (safe: it escapes;
 *   `parse` comes by `browser/formatting.ts`), and `data-emoji`
 *   on it = `emojiOnly(text)` ("" or "1", "2", "3").
 * - `.message-more` and `.edited` in `.meta` are links to the message's own page; a click on the first opens `#tpl-message-menu` instead.
 *   A deleted message has `data-deleted`, and in its bubble a clone of `#tpl-gone-mine` or `#tpl-gone-theirs` instead of `.text`.
 * - `ul.reactions` follows the bubble of a message with reactions: `li > a.reaction[data-emoji][data-by]` (ids, apart by spaces),
 *   `data-reacted` on those with one's own, slots `count` and `people`, words there and in `title` (`reactionWords` of `views/reactions.ts`).
 * - A pinned message has `data-pinned`, and a clone of `#tpl-pinned` in `.meta` before `.edited`. `#pinned[data-numbers]` is the bar above the
 *   chat with the one that was pinned last (`.pinned-newest[data-n]`); trigger `parley:pinned` on it when that may have changed. Items of the menu
 *   with `data-when` (`pinned`, `!pinned`, `saved` …) are for messages that are so. One that the viewer has saved has `data-saved` and a clone of
 *   `#tpl-saved` there.
 * - `#emoji-picker` is a dialog with `#emoji-search`, `#emoji-list` and `#emoji-none`; its `data-src` is a list of [emoji, name, words].
 * - `#forward` is a dialog with `#forward-about` (the message in words), `#forward-search` (htmx asks `GET /people/?for=forward&q=…` for `#forward-results`,
 *   a listbox of `[role=option][data-conversation][data-name]`; `aria-selected` on those that are chosen, `data-active` on the one that keys act on),
 *   `#forward-chosen` and `#forward-send`.
 * - `#compose-about[data-about="edit|reply"]` above the composer says what the text is about (slot `about`); `[data-action=cancel]` in it ends that.
 * - `a.quote[data-re]` in a bubble is the message that it replies to, with the slots `quote-author` and `quote-text`; `data-gone` where that is deleted.
 *   Clone `#tpl-quote`. In groups one that may not be seen is a `p.quote` without a link.
 * - `.status[data-status]`: replace by a clone of `#tpl-status-<state>` and set the message's `data-state`. Failed and unknown ones hold
 *   `button[data-action="retry|discard"]`.
 * - `#older` (in `#messages`, first) holds a link `a[data-older]` to `?before=n`; htmx replaces `#older` with the page of
 *   history before it. Fire `htmx.trigger('#older a', 'parley:older')` when it comes near. Absent at the beginning.
 * - `#new-line` is the `<li>` "New messages"; absent when nothing is new. Clone `#tpl-new-line` to make one.
 * - `#jump[data-count]`: button to the newest; remove `hidden` when not at the newest; `#jump-count` its number (`badgeText`).
 * - `#composer`: the form. `#composer-text` textarea name `message`; `[name=client_id]`, `[name=seen]`, `[name=csrf_token]`
 *   hidden; `#composer-send` the button; `#composer-problem` (role alert) is where a refusal is said;
 *   `#composer-count` is shown when it has text ("120 characters left").
 * - `#presence[data-state="online|away|unknown"]` in the header, with the slots `online-words` and `last-seen` (a `<time data-time="seen">`).
 * - Of a group the head has `#group-count[data-count]` (`memberWords`) instead, and its name is the slot `chat-name`.
 * - `#typing` holds the slot `typing-words`, and so does the slot `typing` of a row: in groups `typingWords` of `views/typing-words.ts`.
 * - `#chat-arrange` is the same link in the head, with the same attributes; `#chat-muted` says that it is muted.
 * - `[data-slot=person-status]` in the header is what the other says of themselves: `hidden` where that is nothing, `data-until` its end
 *   or empty, the slots `status-emoji` and `status-text`.
 * - `#allow-notifications`: button, hidden by attribute; remove `hidden` when permission can be asked for.
 *
 * ## Templates
 * `#tpl-message` (own, sending), `#tpl-edited`, `#tpl-pinned`, `#tpl-saved`, `#tpl-gone-mine`, `#tpl-gone-theirs`, `#tpl-more`, `#tpl-quote`, `#tpl-reactions`, `#tpl-reaction`, `#tpl-message-menu`, `#tpl-undo`, `#tpl-status-<sending|sent|delivered|read|failed|unknown>`, `#tpl-new-line`,
 * `#tpl-conversation`, `#tpl-arrange-menu`, `#tpl-notification`, `#tpl-toast` (slot `text`, a `[data-close]` button).
 */
export const templateIds = {
  message: 'tpl-message',
  newLine: 'tpl-new-line',
  edited: 'tpl-edited',
  pinned: 'tpl-pinned',
  saved: 'tpl-saved',
  goneMine: 'tpl-gone-mine',
  goneTheirs: 'tpl-gone-theirs',
  folded: 'tpl-folded',
  more: 'tpl-more',
  quote: 'tpl-quote',
  reactions: 'tpl-reactions',
  reaction: 'tpl-reaction',
  menu: 'tpl-message-menu',
  undo: 'tpl-undo',
  arrange: 'tpl-arrange-menu',
  conversation: 'tpl-conversation',
  notification: 'tpl-notification',
  toast: 'tpl-toast',
} as const
