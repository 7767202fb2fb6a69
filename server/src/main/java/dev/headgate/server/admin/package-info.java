/// The admin routes: searching, ingesting and reading traces, for whoever runs the house. They ask
/// for the admin token always. What they answer is written by [AdminJson] alone, so that the
/// command line shows the same with and without a server.
@NullMarked
package dev.headgate.server.admin;

import org.jspecify.annotations.NullMarked;
