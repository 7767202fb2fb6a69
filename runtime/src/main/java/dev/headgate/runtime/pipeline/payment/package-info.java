/// The money of one call: who pays, what each attempt holds before it is sent, how that grows with
/// the answer, and what is settled when it is over. Told of every attempt; knows no dialect and no
/// room.
@NullMarked
package dev.headgate.runtime.pipeline.payment;

import org.jspecify.annotations.NullMarked;
