package org.wayray.viewer.status;

import java.awt.Color;
import java.awt.Font;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wayray.codec.Framebuffer;

/**
 * Draws lines of text as a small opaque panel of its own, with headless Java2D into a heap array. The first use loads the fonts,
 * which takes a few tenths of a second. Stateless; any thread.
 */
public final class StatisticsPainter {
    private static final int COLUMNS = 44;
    private static final int MARGIN = 8;
    private static final Color PANEL = new Color(0x20, 0x24, 0x2B);
    private static final Color EDGE = new Color(0x4C, 0x56, 0x6A);
    private static final Color TEXT = new Color(0xD8, 0xDE, 0xE9);
    private static final Font FONT = new Font(Font.MONOSPACED, Font.PLAIN, 13);

    private StatisticsPainter() {}

    /**
     * Draws a panel. Its size depends on the number of lines only; what does not fit into it is cut off.
     *
     * @param reuse memory that may be drawn to if it has the right size
     */
    public static Framebuffer paint(List<String> lines, @Nullable Framebuffer reuse) {
        var measure = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        var metrics = measure.getFontMetrics(FONT);
        measure.dispose();
        int width = COLUMNS * metrics.charWidth('0') + 2 * MARGIN;
        int height = lines.size() * metrics.getHeight() + 2 * MARGIN;
        var panel = reuse != null && reuse.width() == width && reuse.height() == height
                ? reuse
                : new Framebuffer(width, height);
        var graphics = StatusPainter.view(panel).createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setColor(PANEL);
            graphics.fillRect(0, 0, width, height);
            graphics.setColor(EDGE);
            graphics.drawRect(0, 0, width - 1, height - 1);
            graphics.setColor(TEXT);
            graphics.setFont(FONT);
            graphics.clipRect(MARGIN, MARGIN, width - 2 * MARGIN, height - 2 * MARGIN);
            for (int i = 0; i < lines.size(); i++) {
                graphics.drawString(lines.get(i), MARGIN, MARGIN + i * metrics.getHeight() + metrics.getAscent());
            }
        } finally {
            graphics.dispose();
        }
        return panel;
    }
}
