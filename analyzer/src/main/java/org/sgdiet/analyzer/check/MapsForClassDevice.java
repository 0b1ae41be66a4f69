// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.api.MemberKey;
import org.sgdiet.analyzer.api.Parameter;
import org.sgdiet.analyzer.check.Finding.Confidence;
import org.sgdiet.analyzer.fact.DriverFacts;
import org.sgdiet.analyzer.fact.FoundCall;
import org.sgdiet.analyzer.model.flow.Path;
import org.sgdiet.analyzer.syntax.Expr;

/// A mapping for the `struct device` that a subsystem registers on top of the real one.
final class MapsForClassDevice implements Check {

  private static final Rule RULE =
      new Rule(
          "maps-for-class-device",
          "memory is mapped for a device that does no DMA",
          "The struct device inside a net_device, an i2c_adapter or a dma_chan_dev is what sysfs"
              + " shows of it. The bus knows nothing of it: it has no DMA mask, no DMA operations"
              + " and no IOMMU.",
          "The mapping fails for want of a mask, or gives a physical address where the IOMMU of the"
              + " real device wants another: that device faults.",
          "Pass the device that sits on the bus, often the parent: ndev->dev.parent, or"
              + " chan->device->dev of a dmaengine channel.",
          "kernel/dma/mapping.c, dma_map_phys(), 7.3");

  private static final Set<String> CLASS_DEVICES =
      Set.of(
          "net_device.dev",
          "i2c_adapter.dev",
          "i2c_client.dev",
          "spi_device.dev",
          "spi_controller.dev",
          "spi_master.dev",
          "mmc_host.class_dev",
          "memstick_host.dev",
          "input_dev.dev",
          "video_device.dev",
          "dma_chan_dev.device",
          "mtd_info.dev",
          "Scsi_Host.shost_gendev",
          "Scsi_Host.shost_dev",
          "scsi_device.sdev_gendev",
          "hid_device.dev",
          "iio_dev.dev",
          "fpga_manager.dev",
          "tty_port.dev",
          "usb_gadget.dev",
          "usb_interface.dev",
          "auxiliary_device.dev",
          "rtc_device.dev",
          "phy.dev");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(DriverFacts facts, Findings findings) {
    for (FoundCall call : facts.calls()) {
      call.argument(Parameter.DEVICE)
          .ifPresent(d -> {
            if (Expressions.plain(d) instanceof Expr.Name(String id, _) && id.equals("NULL")) {
              findings.add(
                  RULE,
                  call.body(),
                  d.span(),
                  Confidence.HIGH,
                  "%s() is given no device".formatted(call.kernel().name()),
                  List.of());
            } else {
              classDevice(facts, call, d).ifPresent(m -> report(facts, call, d, m, findings));
            }
          });
    }
  }

  private static void report(
      DriverFacts facts, FoundCall call, Expr device, MemberKey member, Findings findings) {
    if (!getsMask(facts, call, member.field())) {
      findings.add(
          RULE,
          call.body(),
          device.span(),
          Confidence.HIGH,
          "'%s' is the %s of a struct %s, which does no DMA"
              .formatted(call.body().text(device), member.field(), member.struct()),
          List.of());
    }
  }

  /// Whether the driver gives a device of this name a DMA mask, as those do that map for a class
  /// device on purpose.
  private static boolean getsMask(DriverFacts facts, FoundCall call, String field) {
    Pattern mask =
        Pattern.compile(
            "\\b%1$s\\.(coherent_)?dma_mask\\s*=[^=]|dma_\\w*mask\\w*\\(&[^,]*\\b%1$s,"
                .formatted(field));
    return facts.flow().near(call.body().file().path()).stream()
        .anyMatch(f -> mask.matcher(f.source().text()).find());
  }

  /// The member that a device argument is, when it can be nothing else.
  private static Optional<MemberKey> classDevice(DriverFacts facts, FoundCall call, Expr device) {
    Set<Path> paths = facts.flow().flow().paths(call.body(), device);
    List<MemberKey> members =
        paths.stream()
            .flatMap(p -> p.last().stream())
            .filter(m -> CLASS_DEVICES.contains(m.struct() + "." + m.field()))
            .toList();
    return members.size() == paths.size() ? members.stream().findFirst() : Optional.empty();
  }
}
