package ringside.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.function.DoubleConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --json}: one JSON object on standard output, and nothing else there. */
final class JsonOption {
    /** Made when it is first used: it takes a while, and most servers print no JSON. */
    private static final class Mapper {
        static final ObjectMapper JSON = new ObjectMapper();
    }

    @Option(names = "--json", description = "Print one JSON object for programs, and nothing else.")
    private boolean json;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    boolean isOn() {
        return json;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Prints a JSON value on a line. */
    void print(final Object value) {
        try {
            out().println(Mapper.JSON.writeValueAsString(value));
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("a result that is not JSON", e);
        }
    }

    /** Something long that tells which part of it is done. */
    @FunctionalInterface
    interface LongWork<T, E extends Exception> {
        T run(DoubleConsumer progress) throws E;
    }

    /** Does something long, and shows people how far it is; programs are shown nothing. */
    <T, E extends Exception> T watched(final String what, final LongWork<T, E> work) throws E {
        final ProgressLine progress = new ProgressLine(err(), what);
        try {
            return work.run(json ? part -> {} : progress);
        } finally {
            progress.end();
        }
    }

    /** Where results for people go. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Where progress and warnings go. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
