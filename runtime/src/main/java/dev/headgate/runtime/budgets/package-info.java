/// Money per period: hold, extend, settle. A call's worst case is reserved before it runs, in
/// memory, on a lease that is durable; what it cost is recorded after. Never learns what a call is
/// about; called by `pipeline`, and by the admin routes for how budgets stand.
@NullMarked
package dev.headgate.runtime.budgets;

import org.jspecify.annotations.NullMarked;
