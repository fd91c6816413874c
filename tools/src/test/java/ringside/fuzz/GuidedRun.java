package ringside.fuzz;

import java.util.Arrays;
import java.util.List;

/**
 * What Jazzer calls, in a process of its own: one decoder, named by its group and its name, or all of a group, of which the first byte of
 * an input takes one. Whatever is thrown here is a finding.
 */
public final class GuidedRun {
    private static List<Judge> judges = List.of();
    private static boolean isTogether;

    private GuidedRun() {}

    public static void fuzzerInitialize(final String[] arguments) {
        final List<Decoder> group = Decoders.group(Integer.parseInt(arguments[0]));
        isTogether = arguments.length == 1;
        judges = group.stream()
                .filter(each -> isTogether || each.name().equals(arguments[1]))
                .map(Judge::new)
                .toList();
    }

    public static void fuzzerTestOneInput(final byte[] input) {
        if (!isTogether) {
            judges.get(0).judge(input);
        } else if (input.length > 0) {
            judges.get((input[0] & 0xFF) % judges.size()).judge(Arrays.copyOfRange(input, 1, input.length));
        }
    }
}
