package ringside.cli;

import picocli.CommandLine;
import ringside.server.Build;

/** What {@code --version} prints. */
final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "ringside " + Build.version(),
            "JVM " + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version")
        };
    }
}
