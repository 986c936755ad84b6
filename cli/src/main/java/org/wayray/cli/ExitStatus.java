package org.wayray.cli;

/** The exit statuses of all programs. Scripts depend on the numbers: they are never reused for something else. */
public enum ExitStatus {
    OK(0, "success"),
    BUG(1, "an error of the program itself"),
    USAGE(2, "the command line is wrong"),
    CANNOT_START(3, "a port, socket, file or program that is needed cannot be used"),
    CANNOT_CONNECT(4, "the server was not reached"),
    REFUSED(5, "the server refused the viewer"),
    NOT_TRUSTED(6, "the server's key is not the one that is trusted"),
    NO_DISPLAY(7, "there is no display to open a window on"),
    NO_PICTURE(8, "no picture arrived in the given time"),
    APPLICATION_FAILED(9, "the application in the session failed");

    private final int number;
    private final String meaning;

    ExitStatus(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** The number that the process ends with. */
    public int number() {
        return number;
    }

    /** One line for {@code --help}. */
    public String meaning() {
        return meaning;
    }
}
