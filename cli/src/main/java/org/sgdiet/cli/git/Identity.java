// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.UserConfig;
import org.eclipse.jgit.util.SystemReader;

/// Who a generated patch is from: the person whom git's configuration names, who has to read it and
/// sign it off.
///
/// @param name `EDITME` when git knows nobody
public record Identity(String name, String email) {

  private static final Identity NOBODY = new Identity("EDITME", "editme@example.org");

  /// The author that `git commit` would take; git's guess from the machine's name is not taken.
  static Identity of(Config config) {
    UserConfig user = config.get(UserConfig.KEY);
    return user.isAuthorNameImplicit() || user.isAuthorEmailImplicit()
        ? NOBODY
        : new Identity(user.getAuthorName(), user.getAuthorEmail());
  }

  /// The author where there is no repository.
  static Identity ofUser() {
    try {
      return of(SystemReader.getInstance().getUserConfig());
    } catch (IOException | ConfigInvalidException _) {
      return NOBODY;
    }
  }

  PersonIdent at(Instant when, ZoneId zone) {
    return new PersonIdent(name, email, when, zone);
  }
}
