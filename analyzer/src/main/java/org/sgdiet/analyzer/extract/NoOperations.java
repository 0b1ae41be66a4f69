// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.extract;

import java.util.List;
import java.util.Set;

/// Kernel calls that change nothing a mapping could see: logs, locks, barriers, delays, statistics,
/// completions that wake somebody up.
final class NoOperations {

  private static final Set<String> NAMES =
      Set.of(
          "printk",
          "wmb",
          "rmb",
          "mb",
          "barrier",
          "might_sleep",
          "cond_resched",
          "udelay",
          "mdelay",
          "ndelay",
          "msleep",
          "usleep_range",
          "fsleep",
          "cpu_relax",
          "init_completion",
          "reinit_completion",
          "complete",
          "complete_all",
          "schedule",
          "preempt_disable",
          "preempt_enable",
          "local_irq_save",
          "local_irq_restore",
          "dump_stack",
          "lockdep_assert_held",
          "up_read",
          "up_write",
          "down_read",
          "down_write",
          "up",
          "down",
          "wake_up",
          "wake_up_interruptible",
          "lockdep_assert_not_held",
          "mmiowb",
          "print_hex_dump",
          "print_hex_dump_debug",
          "print_hex_dump_bytes");

  private static final List<String> PREFIXES =
      List.of(
          "pr_",
          "dev_err",
          "dev_dbg",
          "dev_info",
          "dev_warn",
          "dev_notice",
          "dev_vdbg",
          "dev_crit",
          "dev_emerg",
          "dev_printk",
          "netdev_",
          "scmd_printk",
          "sdev_printk",
          "shost_printk",
          "starget_printk",
          "drm_dbg",
          "drm_err",
          "DRM_",
          "spin_",
          "raw_spin_",
          "mutex_",
          "read_lock",
          "read_unlock",
          "write_lock",
          "write_unlock",
          "rcu_read_",
          "dma_wmb",
          "dma_rmb",
          "dma_mb",
          "smp_",
          "trace_",
          "debugfs_",
          "lockdep_",
          "ibdev_",
          "mmc_dev_",
          "rcu_lock",
          "this_cpu_",
          "xa_lock",
          "xa_unlock",
          "up_",
          "down_");

  private NoOperations() {}

  static boolean contains(String name) {
    if (NAMES.contains(name)) {
      return true;
    }
    if (name.startsWith("netdev_priv")
        || name.startsWith("smp_load")
        || name.startsWith("smp_store")) {
      return false;
    }
    return PREFIXES.stream().anyMatch(name::startsWith);
  }

  /// Whether the macro polls a register until it holds something or time is over (iopoll.h,
  /// regmap.h): here nothing changes a register and no time passes.
  static boolean waits(String name) {
    return name.endsWith("_poll_timeout") || name.endsWith("_poll_timeout_atomic");
  }
}
