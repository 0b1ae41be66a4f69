// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.sgdiet.cli.BadInputException;

/// A new branch that holds a series as commits, one a patch, on top of its base.
public final class Branch {

  private Branch() {}

  /// Refuses a name that cannot become a branch, before the long work starts.
  public static void check(GitBase base, String name) {
    if (!Repository.isValidRefName(Constants.R_HEADS + name)) {
      throw new BadInputException("'" + name + "': not a valid name for a branch");
    }
    try {
      if (base.repository().exactRef(Constants.R_HEADS + name) != null) {
        throw new BadInputException("branch '" + name + "' exists; name another one");
      }
    } catch (IOException e) {
      throw GitBase.broken(e);
    }
  }

  /// Makes the commits and then the branch; the objects of a series that fails half-way stay
  /// unreachable and git collects them.
  public static void create(GitBase base, String name, List<MailPatch> patches) {
    check(base, name);
    Repository repository = base.repository();
    try (ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = repository.newObjectReader()) {
      ObjectId tip = base.commit().getId();
      DirCache tree = DirCache.newInCore();
      DirCacheBuilder builder = tree.builder();
      builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, base.commit().getTree());
      builder.finish();
      for (MailPatch patch : patches) {
        apply(tree, patch, inserter);
        tip = inserter.insert(commit(base, tip, tree.writeTree(inserter), patch));
      }
      inserter.flush();
      RefUpdate update = repository.updateRef(Constants.R_HEADS + name);
      update.setNewObjectId(tip);
      update.setExpectedOldObjectId(ObjectId.zeroId());
      update.setRefLogMessage("sgdiet series", false);
      RefUpdate.Result result = update.update();
      if (result != RefUpdate.Result.NEW) {
        throw new BadInputException("branch '" + name + "' was not made: git says " + result);
      }
    } catch (IOException e) {
      throw GitBase.broken(e);
    }
  }

  private static void apply(DirCache tree, MailPatch patch, ObjectInserter inserter)
      throws IOException {
    DirCacheEditor editor = tree.editor();
    for (FileChange change : patch.changes()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, change.after());
      editor.add(
          new DirCacheEditor.PathEdit(change.path()) {
            @Override
            public void apply(DirCacheEntry entry) {
              if (FileMode.MISSING.equals(entry.getRawMode())) {
                entry.setFileMode(FileMode.REGULAR_FILE);
              }
              entry.setObjectId(blob);
            }
          });
    }
    editor.finish();
  }

  private static CommitBuilder commit(
      GitBase base, ObjectId parent, ObjectId tree, MailPatch patch) {
    PersonIdent author = base.identity().at(base.date().toInstant(), base.date().getZone());
    CommitBuilder commit = new CommitBuilder();
    commit.setParentId(parent);
    commit.setTreeId(tree);
    commit.setAuthor(author);
    commit.setCommitter(author);
    commit.setMessage(patch.subject() + "\n\n" + patch.log().stripTrailing() + "\n");
    return commit;
  }
}
