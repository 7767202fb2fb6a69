/// Google's dialect, `generateContent`, as AI Studio and Vertex AI speak it: its codec, its
/// providers and their credentials.
@NullMarked
package dev.headgate.providers.gemini;

import org.jspecify.annotations.NullMarked;
