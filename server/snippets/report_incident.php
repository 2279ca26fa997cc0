<?php
// Reports WeChat errors to wxquota (best effort). Copy report() and what it uses. PHP 7.4 or newer, no extension.
//
// WXQUOTA_URL is the address of wxquota, WXQUOTA_TOKEN a token with the role reporter. PHP-FPM passes them on with env[…].
// After 40001, 40014 or 42001, refresh your token yourself: fetch it again from /cgi-bin/stable_token with
// force_refresh=false, and repeat the call once. wxquota does not do this for you.

declare(strict_types=1);

namespace Wxquota;

/**
 * Never throws. On the web, the report is sent after the page; on the command line, immediately,
 * and then the function returns the incident or null.
 */
function report($account, $errcode, $errmsg, $cgi_path = null): ?array
{
    $fields = compact('account', 'errcode', 'errmsg', 'cgi_path');
    if (PHP_SAPI === 'cli') {
        return send($fields);
    }
    register_shutdown_function(function () use ($fields): void {
        if (function_exists('fastcgi_finish_request')) {
            session_write_close();
            fastcgi_finish_request();
        }
        send($fields);
    });
    return null;
}

function send(array $fields): ?array
{
    static $quiet_until = 0;
    if (time() < $quiet_until) {
        return null; // wxquota asked to wait, or did not answer a moment ago: drop this report.
    }
    try {
        $url = rtrim((string) getenv('WXQUOTA_URL'), '/') . '/api/v1/incidents';
        $context = stream_context_create(['http' => [
            'method' => 'POST',
            'header' => [
                'Authorization: Bearer ' . trim((string) getenv('WXQUOTA_TOKEN')),
                'Content-Type: application/json',
            ],
            'content' => json_encode($fields, JSON_INVALID_UTF8_SUBSTITUTE | JSON_THROW_ON_ERROR),
            'timeout' => 2,
            'ignore_errors' => true,
            'follow_location' => 0,
        ]]);
        $answer = @fopen($url, 'r', false, $context);
        if ($answer === false) {
            throw new \RuntimeException(error_get_last()['message'] ?? 'no answer');
        }
        $head = implode("\n", stream_get_meta_data($answer)['wrapper_data']);
        $body = (string) stream_get_contents($answer);
        fclose($answer);
        $status = preg_match('~^HTTP/\S+ (\d+)~', $head, $found) ? (int) $found[1] : 0;
        if ($status === 202) {
            return json_decode($body, true)['incident'] ?? null;
        }
        if ($status === 429) {
            $quiet_until = time() + (preg_match('~^Retry-After: *(\d+)~mi', $head, $found) ? (int) $found[1] : 60);
        }
        error_log("wxquota did not accept the report: HTTP $status");
    } catch (\Throwable $error) {
        $quiet_until = time() + 10;
        error_log('wxquota did not accept the report: ' . $error->getMessage());
    }
    return null;
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    if ($argc < 4 || $argc > 5) {
        fwrite(STDERR, "usage: report_incident.php ACCOUNT ERRCODE ERRMSG [CGI_PATH]\n");
        exit(2);
    }
    $incident = report($argv[1], $argv[2], $argv[3], $argv[4] ?? null);
    if ($incident === null) {
        exit(1);
    }
    echo "incident {$incident['id']}, count {$incident['count']}\n";
}
