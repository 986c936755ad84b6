package org.wayray.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class ProgramTest {
    @Test
    void aCommandsStatusBecomesTheExitStatus() {
        assertThat(run(() -> ExitStatus.OK).status).isZero();
        assertThat(run(() -> ExitStatus.NO_PICTURE).status).isEqualTo(8);
    }

    @Test
    void aProgramExceptionIsShownAsADiagnosticWithoutAStackTrace() {
        var result = run(() -> {
            throw new ProgramException(
                    ExitStatus.CANNOT_START,
                    new Diagnostic("cannot listen", "the port is taken", "take another\nor wait"));
        });
        assertThat(result.status).isEqualTo(3);
        assertThat(result.err).isEqualTo("""
                error: cannot listen
                  why: the port is taken
                  try: take another
                       or wait
                """);
    }

    @Test
    void anUnknownOptionIsAUsageErrorThatNamesTheHelp() {
        var result = run(() -> ExitStatus.OK, "--colour");
        assertThat(result.status).isEqualTo(2);
        assertThat(result.err).contains("Unknown option: '--colour'").contains("try: sample --help lists the options");
    }

    @Test
    void anUnexpectedExceptionIsCalledABug() {
        var result = run(() -> {
            throw new IllegalStateException("nobody thought of this");
        });
        assertThat(result.status).isEqualTo(1);
        assertThat(result.err).contains("error: sample failed").contains("nobody thought of this");
    }

    @Test
    void versionAndHelpEndWithZero() {
        assertThat(run(() -> ExitStatus.OK, "--version").out).startsWith("sample (WayRay) " + Version.number());
        var help = run(() -> ExitStatus.OK, "--help");
        assertThat(help.status).isZero();
        assertThat(help.out).contains("Exit status:").contains("no display");
    }

    private record Result(int status, String out, String err) {}

    private static Result run(Callable<ExitStatus> body, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var savedOut = System.out;
        var savedErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int status = Program.run(new Sample(body), arguments);
            return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(savedOut);
            System.setErr(savedErr);
        }
    }

    @Command(name = "sample", mixinStandardHelpOptions = true, versionProvider = Version.class)
    private static final class Sample implements Callable<ExitStatus> {
        private final Callable<ExitStatus> body;

        @Option(names = "--size")
        String size = "";

        Sample(Callable<ExitStatus> body) {
            this.body = body;
        }

        @Override
        public ExitStatus call() throws Exception {
            return body.call();
        }
    }
}
