package ringside.replay.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import ringside.engine.game.Game;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.replay.file.MatchFile;

/** Makes a test of each file of a {@link RecordedMatches}. */
final class RecordedMatchesExtension implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(final ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), RecordedMatches.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(final ExtensionContext context) {
        final RecordedMatches wanted = AnnotationSupport.findAnnotation(
                        context.getRequiredTestMethod(), RecordedMatches.class)
                .orElseThrow();
        final Path folder = Path.of(wanted.value());
        final List<Path> files = files(folder);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("@RecordedMatches(\"" + wanted.value()
                    + "\"): there are no match files in " + folder.toAbsolutePath() + "; `replay export` makes them");
        }
        return files.stream().map(file -> new OneFile(folder, file, List.of(wanted.games())));
    }

    private static List<Path> files(final Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(MatchFile.SUFFIX))
                    .sorted()
                    .toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed", e);
        }
    }

    /** New instances, for games keep no state between two replays only where nothing is wrong with them. */
    private static GameTypes load(final List<Class<? extends Game>> games) {
        final List<GameType> types = new ArrayList<>();
        for (final Class<? extends Game> game : games) {
            types.add(new GameType(ReflectionSupport.newInstance(game)));
        }
        if (games.isEmpty()) {
            ServiceLoader.load(Game.class).forEach(game -> types.add(new GameType(game)));
        }
        return new GameTypes(types);
    }

    /** The test of one file. */
    private record OneFile(Path folder, Path file, List<Class<? extends Game>> games)
            implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(final int invocationIndex) {
            return folder.relativize(file).toString();
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(new Played(new RecordedMatch(file, () -> load(games))));
        }
    }

    /** Verifies a match before the test's own body, and gives it to that. */
    private record Played(RecordedMatch match) implements ParameterResolver, BeforeTestExecutionCallback {
        @Override
        public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
            return parameter.getParameter().getType() == RecordedMatch.class;
        }

        @Override
        public Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
            return match;
        }

        @Override
        public void beforeTestExecution(final ExtensionContext context) {
            match.verify();
        }
    }
}
