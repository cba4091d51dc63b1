// Has a page of ours ready for when there is no connection; by it browsers offer Lobby as an app. Another language is
// another address, so that the page is kept anew in it.
import { csrf } from './dom.js';

if (csrf()) navigator.serviceWorker?.register(`/worker.js?${document.documentElement.lang}`, { updateViaCache: 'none' }).catch(() => {});
