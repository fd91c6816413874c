package ringside.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import ringside.testkit.GamePurity;

/**
 * What logic may not do: given the same layout, rules and events it must reach the same state on any JVM, processor,
 * locale and collector. The rules are those that the test kit holds games to, and what only Ringside's own logic needs.
 */
final class Purity {
    /** The packages whose code runs on the logic thread or makes what is hashed. */
    static final String[] LOGIC = {
        "ringside.layout..",
        "ringside.behavior",
        "ringside.engine.event..",
        "ringside.engine.game..",
        "ringside.engine.logic..",
        "ringside.engine.math..",
        "ringside.engine.output..",
        "ringside.arena.."
    };

    /** Where logic leaves its snapshots for readers on other threads; it reads nothing there that a reader wrote. */
    private static final String OUTLET = "ringside.engine.snapshot..";

    /** Where a game reads the trees of its bots while it is put together; what comes out is data with a digest. */
    private static final String TREE_FILES = "ringside.behavior.xml";

    /** The one class that reads and writes text, into strings. */
    private static final String TEXT_FORM = "ringside.layout.LayoutJson";

    private static final Set<String> TEXT_FORM_MAY_USE = Set.of(
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.io.Reader",
            "java.io.StringReader",
            "java.io.Writer",
            "java.io.StringWriter");

    private Purity() {}

    /** The rules by name. */
    static Map<String, ArchRule> rules() {
        Map<String, ArchRule> rules = GamePurity.rules(LOGIC);
        rules.put("no input or output", noInputOrOutput());
        rules.put("text into strings in one class only", textFormOnly());
        rules.put("logic uses logic and the libraries that it may", onlyKnownLibraries());
        return rules;
    }

    private static ArchRule noInputOrOutput() {
        DescribedPredicate<JavaClass> inputOrOutput = GamePurity.inputOrOutput()
                .and(describe("are not for text in strings", type -> !TEXT_FORM_MAY_USE.contains(type.getName())));
        return noClasses()
                .that(resideInAnyPackage(LOGIC))
                .should()
                .dependOnClassesThat(inputOrOutput)
                .allowEmptyShould(true);
    }

    private static DescribedPredicate<JavaClass> use(Set<String> names) {
        return describe("are one of " + names, type -> names.contains(type.getName()));
    }

    private static ArchRule textFormOnly() {
        return noClasses()
                .that(resideInAnyPackage(LOGIC).and(describe("are not " + TEXT_FORM, type -> !isTextForm(type))))
                .should()
                .dependOnClassesThat(use(TEXT_FORM_MAY_USE).or(resideInAPackage("com.fasterxml..")))
                .allowEmptyShould(true);
    }

    private static boolean isTextForm(JavaClass type) {
        return type.getName().equals(TEXT_FORM) || type.getName().startsWith(TEXT_FORM + "$");
    }

    private static ArchRule onlyKnownLibraries() {
        return classes()
                .that(resideInAnyPackage(LOGIC))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(LOGIC)
                        .or(resideInAnyPackage(
                                OUTLET,
                                TREE_FILES,
                                "java.lang..",
                                "java.math..",
                                "java.nio..",
                                "java.io..",
                                "java.text..",
                                "java.util..",
                                "java.security..",
                                "org.agrona..",
                                "org.jspecify..",
                                "com.fasterxml.jackson.core..")))
                .allowEmptyShould(true);
    }
}
