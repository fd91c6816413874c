package ringside.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Small classes, compiled where they would stand in the real tree, to show that a rule sees them. */
final class Snippets {
    /**
     * A class body and the package that it stands in. The class is named {@code Snippet} and its place in the list
     * unless another name is given.
     */
    record Snippet(String rule, String packageName, String name, String body) {
        Snippet(String rule, String packageName, String body) {
            this(rule, packageName, "", body);
        }

        @Override
        public String toString() {
            return rule + ": " + body.strip();
        }
    }

    private final List<Snippet> snippets;
    private final JavaClasses classes;

    private Snippets(List<Snippet> snippets, JavaClasses classes) {
        this.snippets = snippets;
        this.classes = classes;
    }

    static Snippets compile(List<Snippet> snippets, Path directory) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<Source> sources = IntStream.range(0, snippets.size())
                .mapToObj(index -> new Source(snippets.get(index), name(snippets.get(index), index)))
                .toList();
        Files.createDirectories(directory);
        List<String> options = List.of("-d", directory.toString(), "-proc:none", "-nowarn");
        if (!compiler.getTask(null, null, problems, options, null, sources).call()) {
            throw new IllegalArgumentException("snippets do not compile: " + problems.getDiagnostics());
        }
        return new Snippets(snippets, new ClassFileImporter().importPath(directory));
    }

    /** What a rule says about one snippet and the classes inside it. */
    List<String> violations(ArchRule rule, Snippet snippet) {
        String type = snippet.packageName() + "." + name(snippet, snippets.indexOf(snippet));
        JavaClasses one = classes.that(describe(
                "are " + type,
                candidate ->
                        candidate.getName().equals(type) || candidate.getName().startsWith(type + "$")));
        if (one.isEmpty()) {
            throw new IllegalArgumentException("no class " + type);
        }
        return rule.evaluate(one).getFailureReport().getDetails();
    }

    private static String name(Snippet snippet, int index) {
        return snippet.name().isEmpty() ? "Snippet" + index : snippet.name();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(Snippet snippet, String name) {
            super(
                    URI.create("string:///" + snippet.packageName().replace('.', '/') + "/" + name + ".java"),
                    Kind.SOURCE);
            text = "package %s;%npublic class %s {%n%s%n}%n".formatted(snippet.packageName(), name, snippet.body());
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
