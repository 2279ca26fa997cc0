// Reports WeChat errors to wxquota (best effort). Copy report and what it uses. Java 11 or newer, no libraries.
//
// WXQUOTA_URL is the address of wxquota, WXQUOTA_TOKEN a token with the role reporter.
// After 40001, 40014 or 42001, refresh your token yourself: fetch it again from /cgi-bin/stable_token with
// force_refresh=false, and repeat the call once. wxquota does not do this for you.

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

public final class ReportIncident {
    private static final System.Logger LOG = System.getLogger("wxquota");
    private static final Semaphore SLOTS = new Semaphore(16);
    private static volatile long quietUntil;

    /** Made with the first report, beside the caller. Follows no redirects. */
    private static final class Desk {
        static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    /** Returns at once and never throws. You do not have to wait for the future. It holds wxquota's answer or null. */
    public static CompletableFuture<String> report(String account, int errcode, String errmsg, String cgiPath) {
        if (System.currentTimeMillis() < quietUntil || !SLOTS.tryAcquire()) {
            // wxquota asked to wait, or 16 reports are in progress: drop this one.
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.supplyAsync(() -> send(account, errcode, errmsg, cgiPath))
            .thenCompose(sent -> sent)
            .handle(ReportIncident::answered);
    }

    private static CompletableFuture<HttpResponse<String>> send(
            String account, int errcode, String errmsg, String cgiPath) {
        String url = Objects.requireNonNull(System.getenv("WXQUOTA_URL"), "WXQUOTA_URL is not set");
        String token = Objects.requireNonNull(System.getenv("WXQUOTA_TOKEN"), "WXQUOTA_TOKEN is not set");
        String body = "{\"account\":" + json(account) + ",\"errcode\":" + errcode
            + ",\"errmsg\":" + json(errmsg) + ",\"cgi_path\":" + json(cgiPath) + "}";
        HttpRequest request = HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + "/api/v1/incidents"))
            .timeout(Duration.ofSeconds(2))
            .header("Authorization", "Bearer " + token.trim())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
        return Desk.CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String answered(HttpResponse<String> answer, Throwable failure) {
        SLOTS.release();
        if (failure != null) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            // The message of an IllegalArgumentException may contain the token.
            Object words = cause instanceof IllegalArgumentException ? "see WXQUOTA_URL and WXQUOTA_TOKEN" : cause;
            LOG.log(System.Logger.Level.WARNING, "wxquota did not accept the report: " + words);
            return null;
        }
        if (answer.statusCode() == 202) {
            return answer.body();
        }
        if (answer.statusCode() == 429) {
            String wait = answer.headers().firstValue("Retry-After").filter(s -> s.matches("\\d{1,9}")).orElse("60");
            quietUntil = System.currentTimeMillis() + 1000 * Long.parseLong(wait);
        }
        LOG.log(System.Logger.Level.WARNING, "wxquota did not accept the report: HTTP " + answer.statusCode());
        return null;
    }

    private static String json(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    public static void main(String[] args) {
        if (args.length < 3 || args.length > 4) {
            System.err.println("usage: ReportIncident ACCOUNT ERRCODE ERRMSG [CGI_PATH]");
            System.exit(2);
        }
        String cgiPath = args.length == 4 ? args[3] : null;
        String answer = report(args[0], Integer.parseInt(args[1]), args[2], cgiPath).join();
        if (answer == null) {
            System.exit(1);
        }
        var incident = Pattern.compile("\"id\":(\\d+),\"count\":(\\d+)").matcher(answer);
        if (!incident.find()) {
            System.exit(1);
        }
        System.out.println("incident " + incident.group(1) + ", count " + incident.group(2));
    }
}
