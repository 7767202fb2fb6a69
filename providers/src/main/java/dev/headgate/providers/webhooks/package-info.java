/// Sends signed messages to addresses that come from declarations: only over TLS and only to public
/// addresses unless a declaration says otherwise, and never after a redirect. Called by whatever
/// has something to tell.
@NullMarked
package dev.headgate.providers.webhooks;

import org.jspecify.annotations.NullMarked;
