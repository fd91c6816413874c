package ringside.testkit;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Begins the matches of a {@link RingsideTest}, and runs them again after each test. */
final class RingsideExtension implements ParameterResolver, AfterTestExecutionCallback {
    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(RingsideExtension.class);

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        final Class<?> type = parameter.getParameter().getType();
        return type == TestMatch.class || type == MatchSetup.class;
    }

    @Override
    public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        final RingsideTest test = declaration(context);
        final MatchSetup setup = MatchSetup.of(test.game())
                .hz(test.hz())
                .seed(test.seed())
                .seatHoldFrames(test.seatHoldFrames())
                .onStart(started(context)::add);
        return parameter.getParameter().getType() == MatchSetup.class ? setup : setup.start();
    }

    @Override
    public void afterTestExecution(final ExtensionContext context) {
        final RingsideTest test = declaration(context);
        final Optional<Throwable> failure = context.getExecutionException();
        final List<TestMatch> matches = started(context).matches;
        if (failure.isPresent()) {
            for (final TestMatch match : matches) {
                failure.get().addSuppressed(new RepeatHint(match));
            }
            return;
        }
        final Set<Way> ways = EnumSet.noneOf(Way.class);
        ways.addAll(List.of(test.verify()));
        for (final TestMatch match : matches) {
            match.recording().verify(ways);
        }
    }

    private static Started started(final ExtensionContext context) {
        return context.getStore(NAMESPACE).computeIfAbsent(Started.class, key -> new Started(), Started.class);
    }

    private static RingsideTest declaration(final ExtensionContext context) {
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            final Optional<RingsideTest> found = AnnotationSupport.findAnnotation(type, RingsideTest.class);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException(
                context.getRequiredTestClass().getName() + " has no @RingsideTest, nor has a class around it");
    }

    /** The matches of one test. */
    private static final class Started {
        private final List<TestMatch> matches = new ArrayList<>();

        private void add(final TestMatch match) {
            matches.add(match);
        }
    }

    /** Hangs on a failure, so that it says how the run is repeated. */
    private static final class RepeatHint extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RepeatHint(final TestMatch match) {
            super(
                    match.layout().game() + " stood at frame " + match.frameNumber() + ". "
                            + match.recording().repeatHint(),
                    null,
                    false,
                    false);
        }
    }
}
