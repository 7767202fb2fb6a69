package dev.headgate.kernel.money;

import java.util.List;

/// What a model charges that is dearer or cheaper by how fast it serves a request. As a price by
/// itself it is that of the usual tier.
public interface TieredPrice extends Price {
  /// The prices of the tiers that may serve a request: the dearest is the bound.
  ///
  /// @param asked the tier that the request names, empty if none
  List<Price> mayCharge(String asked);

  /// The price of the tier that served a request.
  ///
  /// @param asked the tier that the request names, empty if none
  /// @param served as the provider reports it, empty if it does not
  Price charging(String asked, String served);
}
