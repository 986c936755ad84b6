package org.wayray.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a test that leaves descriptors open: by {@link Fd}'s own count, and where Linux shows it by the kernel's. */
public final class LeakCheck implements BeforeEachCallback, AfterEachCallback {
    private static final Path KERNELS_LIST = Path.of("/proc/self/fd");

    private long openBefore;
    private long kernelsBefore;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        kernelsCount(); // the first listing opens files of the JDK's own
        openBefore = Fd.open();
        kernelsBefore = kernelsCount();
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        assertThat(Fd.open()).as("descriptors owned by an Fd").isEqualTo(openBefore);
        assertThat(kernelsCount()).as("descriptors of this process").isLessThanOrEqualTo(kernelsBefore);
    }

    private static long kernelsCount() throws IOException {
        if (!Files.isDirectory(KERNELS_LIST)) {
            return 0;
        }
        try (var files = Files.list(KERNELS_LIST)) {
            return files.filter(file -> !openedByTheJdk(target(file))).count();
        }
    }

    /** The first use of a class opens its jar, the first random number the kernel's source; both stay open. */
    private static boolean openedByTheJdk(String target) {
        return target.endsWith(".jar") || target.startsWith("/dev/") && target.endsWith("random");
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException gone) {
            return ".jar";
        }
    }
}
