/// Amazon Bedrock's dialect, Converse: its words in both directions, its framed streams, its
/// signatures, and the provider that speaks it.
@NullMarked
package dev.headgate.providers.bedrock;

import org.jspecify.annotations.NullMarked;
