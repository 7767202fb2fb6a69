/// Links and images in what a model says, by which data could leave without anybody's doing.
@NullMarked
package dev.headgate.guardrails.links;

import org.jspecify.annotations.NullMarked;
