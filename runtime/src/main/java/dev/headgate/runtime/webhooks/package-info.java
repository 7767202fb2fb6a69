/// What has to be told to a declared receiver, told again until it takes it. Each room that tells
/// something has its own outbox and its own words.
@NullMarked
package dev.headgate.runtime.webhooks;

import org.jspecify.annotations.NullMarked;
