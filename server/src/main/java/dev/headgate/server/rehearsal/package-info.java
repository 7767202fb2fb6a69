/// A model provider that misbehaves as a file says, over a real socket, and the scenes that it
/// plays: how a demo shows what happens when models fail, without a key, a network or a cost. Only
/// demos start it; no call goes through here.
@NullMarked
package dev.headgate.server.rehearsal;

import org.jspecify.annotations.NullMarked;
