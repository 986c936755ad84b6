package org.wayray.benchmarks.film;

import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;
import org.wayray.codec.Framebuffer;

/** Pages of dense antialiased text in several colours, as editors and logs have it. */
final class TextPage {
    /** From one line to the next, in pixels. */
    static final int LINE_HEIGHT = 17;

    static final Color DARK = new Color(0x1B1D23);
    static final Color LIGHT = new Color(0xF2F1EE);

    private static final int FONT_SIZE = 13;
    private static final int BASELINE = 13;
    private static final int[] INKS = {0xD4D4D4, 0xD4D4D4, 0x7FB4E8, 0x98C379, 0xE5C07B, 0xE06C75, 0x8BD5CA, 0xC678DD};
    private static final String[] WORDS = ("public static final int var for while return new class record switch case"
                    + " surface region damage commit frame buffer stride width height { } ( ) => -> ; 0 1 42 255 0x7F"
                    + " 12:04:31 GET /index 200 error: warning at line total 3.14 \"text\" // the and of a is to")
            .split(" ");

    private TextPage() {}

    /** Text on a ground; as many lines as fit. */
    static Framebuffer of(int width, int height, long seed, Color ground) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.MONOSPACED, Font.PLAIN, FONT_SIZE));
        graphics.setColor(ground);
        graphics.fillRect(0, 0, width, height);
        boolean dark = ground.getGreen() < 128;
        int advance = Math.max(1, graphics.getFontMetrics().charWidth('m'));
        var random = new Random(seed);
        for (int y = 0; y + LINE_HEIGHT <= height; y += LINE_HEIGHT) {
            int end = width / advance * (4 + random.nextInt(7)) / 10;
            int column = 4 * random.nextInt(4);
            while (column < end) {
                var word = WORDS[random.nextInt(WORDS.length)];
                var ink = new Color(INKS[random.nextInt(INKS.length)]);
                graphics.setColor(dark ? ink : ink.darker().darker());
                graphics.drawString(word, column * advance, y + BASELINE);
                column += word.length() + 1;
            }
        }
        graphics.dispose();
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] |= 0xFF000000;
        }
        return new Framebuffer(pixels, width, width, height);
    }
}
