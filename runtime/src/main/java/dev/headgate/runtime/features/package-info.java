/// Declared features, validated and versioned. Reads declarations through the kernel's ConfigNode;
/// never touches files or YAML.
@NullMarked
package dev.headgate.runtime.features;

import org.jspecify.annotations.NullMarked;
