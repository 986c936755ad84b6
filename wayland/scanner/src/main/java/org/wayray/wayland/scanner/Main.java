package org.wayray.wayland.scanner;

import java.io.IOException;
import java.nio.file.Path;

/** The scanner as a program: {@code SOURCE-DIRECTORY TARGET-DIRECTORY BASE-PACKAGE [MODULE-NAME]}. */
public final class Main {
    private Main() {}

    /** Generates; exit status 1 is a faulty protocol file, 2 a wrong command line. */
    public static void main(String[] args) throws IOException {
        if (args.length < 3 || args.length > 4) {
            System.err.println("usage: SOURCE-DIRECTORY TARGET-DIRECTORY BASE-PACKAGE [MODULE-NAME]");
            System.exit(2);
        }
        try {
            new Scanner(args[2], args.length == 4 ? args[3] : null).generate(Path.of(args[0]), Path.of(args[1]));
        } catch (ScannerException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
