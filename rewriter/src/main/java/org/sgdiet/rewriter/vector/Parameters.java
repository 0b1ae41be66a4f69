// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.rewriter.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sgdiet.analyzer.model.type.Found;
import org.sgdiet.analyzer.source.SourceFile;
import org.sgdiet.analyzer.source.Span;
import org.sgdiet.analyzer.syntax.Item;
import org.sgdiet.analyzer.syntax.TypeSyntax;
import org.sgdiet.rewriter.code.CodeTree;
import org.sgdiet.rewriter.edit.Draft;

/// Declares a cursor that is a parameter as a pointer to vectors, in the function and its
/// prototype.
final class Parameters {

  private static final Pattern TYPE = Pattern.compile("struct\\s+scatterlist\\b");

  private Parameters() {}

  static void retype(CodeTree tree, Cursor c, Draft draft) {
    Item.Function function = c.code.function();
    int index = index(function.parameters(), c.variable.name());
    retype(function.parameters().get(index), c.name, c.code.file(), draft);
    document(c, draft);
    c.code
        .names()
        .prototype(function.name())
        .filter(p -> index < p.item().parameters().size())
        .ifPresent(p -> retype(at(p, index), c.name, tree.file(p.path()), draft));
  }

  private static TypeSyntax.Parameter at(Found<Item.Prototype> prototype, int index) {
    return prototype.item().parameters().get(index);
  }

  private static int index(List<TypeSyntax.Parameter> parameters, String name) {
    List<String> names = new ArrayList<>();
    parameters.forEach(p -> names.add(p.name().orElse("")));
    return names.indexOf(name);
  }

  private static void retype(
      TypeSyntax.Parameter parameter, String name, SourceFile file, Draft draft) {
    String written = file.text(parameter.span());
    Matcher type = TYPE.matcher(written);
    if (!type.find()) {
      throw new IllegalStateException(file.path() + ": no struct scatterlist in " + written);
    }
    String changed = type.replaceFirst("struct dma_vec");
    if (parameter.name().isPresent()) {
      changed = changed.replaceFirst("\\b" + parameter.name().get() + "\\s*\\z", name);
    }
    draft.replace(file, parameter.span(), changed);
  }

  /// The parameter's line in a kernel-doc comment.
  private static void document(Cursor c, Draft draft) {
    SourceFile file = c.code.file();
    String before = file.text().substring(0, c.code.function().span().start()).stripTrailing();
    int open = before.lastIndexOf("/*");
    if (!before.endsWith("*/") || open < 0) {
      return;
    }
    Matcher line =
        Pattern.compile("(?m)^[ \\t]*\\*[ \\t]*@(" + c.variable.name() + "):").matcher(before);
    if (line.find(open)) {
      draft.replace(file, new Span(line.start(1), line.end(1)), c.name);
    }
  }
}
