/// Numbers about calls for Prometheus, under OpenTelemetry's names where it has one. Labels come
/// from declarations only, never from callers, so that nobody can make series without end.
@NullMarked
package dev.headgate.server.metrics;

import org.jspecify.annotations.NullMarked;
