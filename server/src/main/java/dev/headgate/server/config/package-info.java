/// The project folder becomes a checked, immutable [dev.headgate.server.config.Project]: YAML and
/// prompt files are read, every mistake is found in one go, and a changed folder is loaded anew.
/// Called by boot and by the command line; nothing here serves calls.
@NullMarked
package dev.headgate.server.config;

import org.jspecify.annotations.NullMarked;
