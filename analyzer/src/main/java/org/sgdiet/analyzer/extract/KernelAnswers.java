// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.Map;
import java.util.Optional;

/// What calls of the kernel answer that are not followed, where zero would be no answer: sizes that
/// an algorithm or a processor has (crypto/*.h, dma-mapping.h, Linux 7.3).
final class KernelAnswers {

  private static final Map<String, Long> NUMBERS =
      Map.of(
          "crypto_tfm_alg_blocksize", 16L,
          "crypto_ahash_blocksize", 64L,
          "crypto_skcipher_blocksize", 16L,
          "crypto_aead_blocksize", 16L,
          "crypto_ahash_digestsize", 32L,
          "crypto_skcipher_ivsize", 16L,
          "crypto_aead_ivsize", 16L,
          "dma_get_cache_alignment", 64L);

  private KernelAnswers() {}

  /// The number that a call answers.
  static Optional<Long> of(String name) {
    return Optional.ofNullable(NUMBERS.get(name));
  }
}
