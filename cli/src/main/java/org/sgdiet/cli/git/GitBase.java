// SPDX-License-Identifier: Apache-2.0

package org.sgdiet.cli.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.sgdiet.cli.BadInputException;

/// A commit of the repository that holds a tree, and where in the repository the tree lies.
///
/// @param prefix path from the repository's root to the tree, empty or with a final `/`
public record GitBase(Repository repository, RevCommit commit, String prefix)
    implements AutoCloseable {

  /// The commit `revision` of the repository around `tree`, or empty when there is none around it.
  public static Optional<GitBase> find(Path tree, String revision) {
    QuietSystem.install();
    File directory = tree.toAbsolutePath().normalize().toFile();
    FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(directory);
    if (builder.getGitDir() == null) {
      return Optional.empty();
    }
    try {
      Repository repository = builder.setMustExist(true).build();
      return Optional.of(
          new GitBase(repository, commit(repository, revision), prefix(repository, tree)));
    } catch (RepositoryNotFoundException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw broken(e);
    }
  }

  /// As [#find], for what cannot be done without a repository.
  public static GitBase open(Path tree, String revision) {
    return find(tree, revision)
        .orElseThrow(() ->
            new BadInputException(
                tree
                    + ": not in a git repository, which a revision needs; leave the revision"
                    + " out to read the directory"));
  }

  private static RevCommit commit(Repository repository, String revision) throws IOException {
    try (RevWalk walk = new RevWalk(repository)) {
      ObjectId id = repository.resolve(revision + "^{commit}");
      if (id == null) {
        throw new BadInputException(
            revision.equals(Constants.HEAD)
                ? "the git repository has no commit yet"
                : "'" + revision + "': no such revision; 'git log --oneline' lists what there is");
      }
      RevCommit commit = walk.parseCommit(id);
      walk.parseBody(commit);
      return commit;
    } catch (AmbiguousObjectException e) {
      throw new BadInputException("'" + revision + "': more than one object; give more digits");
    } catch (RevisionSyntaxException | IncorrectObjectTypeException e) {
      throw new BadInputException("'" + revision + "': does not name a commit");
    }
  }

  private static String prefix(Repository repository, Path tree) throws IOException {
    if (repository.isBare()) {
      return "";
    }
    Path root = repository.getWorkTree().toPath().toRealPath();
    String prefix = root.relativize(tree.toRealPath()).toString().replace(File.separatorChar, '/');
    return prefix.isEmpty() ? "" : prefix + "/";
  }

  /// What a repository that cannot be read is told as.
  static BadInputException broken(IOException e) {
    return e instanceof MissingObjectException
        ? new BadInputException(
            "the git repository lacks an object ("
                + e.getMessage()
                + "), as in a partial clone; fetch it, or scan the directory without a revision")
        : new BadInputException("the git repository cannot be read: " + e.getMessage());
  }

  /// When the commit was made, by its committer's clock.
  public ZonedDateTime date() {
    PersonIdent committer = commit.getCommitterIdent();
    return committer.getWhenAsInstant().atZone(committer.getZoneId());
  }

  /// The person for whom patches are written.
  public Identity identity() {
    return Identity.of(repository.getConfig());
  }

  @Override
  public void close() {
    repository.close();
  }
}
