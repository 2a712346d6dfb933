"""Vietnamese messages for the errors of object stores, with a remedy."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004  # botocore's own
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    ReadTimeoutError,
    SSLError,
)

_WRONG_KEY = "kho không nhận khóa truy cập; hãy kiểm tra AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY hoặc ~/.aws"
_DENIED = "khóa truy cập không được phép làm việc này với kho; hãy hỏi người quản trị kho về quyền đọc, ghi, liệt kê và xóa"
_BUSY = "kho đang quá tải hoặc gặp sự cố, thử lại nhiều lần vẫn không được; hãy chạy lại sau ít phút"
_CODES = {
    "NoSuchBucket": "không có kho (bucket) tên ấy; hãy kiểm tra PUBLISH_TO, hoặc nhờ người quản trị tạo kho",
    "NoSuchKey": "thiếu một tệp mà lẽ ra phải có; hãy chạy lại lệnh publish",
    "AccessDenied": _DENIED,
    "AllAccessDisabled": _DENIED,
    "InvalidAccessKeyId": _WRONG_KEY,
    "SignatureDoesNotMatch": _WRONG_KEY,
    "InvalidToken": _WRONG_KEY,
    "ExpiredToken": "khóa truy cập đã hết hạn; hãy đăng nhập lại rồi chạy lại lệnh",
    "RequestTimeTooSkewed": "đồng hồ máy này lệch với kho quá nhiều; hãy chỉnh lại ngày giờ của máy",
    "RequestExpired": "đồng hồ máy này lệch với kho quá nhiều; hãy chỉnh lại ngày giờ của máy",
    "QuotaExceeded": "kho đã đầy; hãy nhờ người quản trị tăng dung lượng",
    "BadDigest": "tệp đến kho không còn nguyên vẹn; hãy chạy lại lệnh publish",
    "PermanentRedirect": "kho nằm ở vùng (region) khác; hãy sửa region trong PUBLISH_S3",
    "AuthorizationHeaderMalformed": "kho nằm ở vùng (region) khác; hãy sửa region trong PUBLISH_S3",
}
_STATUSES = {401: _WRONG_KEY, 403: _DENIED, 429: _BUSY, 507: _CODES["QuotaExceeded"]}
_ERRORS: tuple[tuple[type[BotoCoreError], str], ...] = (
    (
        NoCredentialsError,
        "chưa có khóa truy cập; hãy đặt AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY, hoặc ghi vào ~/.aws/credentials",
    ),
    (
        PartialCredentialsError,
        "khóa truy cập chỉ có một nửa; hãy đặt đủ AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY",
    ),
    (ProfileNotFound, "trong ~/.aws không có profile ấy; hãy sửa profile trong PUBLISH_S3 hoặc AWS_PROFILE"),
    (SSLError, "chứng thư TLS của kho không hợp lệ; không gửi gì đi. Hãy hỏi người quản trị kho"),
    (ConnectTimeoutError, "kho không trả lời; hãy kiểm tra đường mạng rồi thử lại"),
    (ReadTimeoutError, "kho không trả lời; hãy kiểm tra đường mạng rồi thử lại"),
    (EndpointConnectionError, "không tới được kho; hãy kiểm tra endpoint_url và đường mạng"),
    (ConnectionError, "đường mạng tới kho bị đứt giữa chừng; hãy chạy lại lệnh"),
    (HTTPClientError, "đường mạng tới kho bị đứt giữa chừng; hãy chạy lại lệnh"),
)


def get_s3_error_code(error: Exception) -> str:
    """Return the error code of the store, or an empty text if it did not answer."""
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""


def describe_s3_error(error: Exception) -> str:
    """Return the reason of an error and the remedy, without a full stop."""
    if not isinstance(error, ClientError):
        reason = next((text for error_class, text in _ERRORS if isinstance(error, error_class)), "")
        return reason or f"không dùng được kho ({type(error).__name__}: {error})"
    code = get_s3_error_code(error)
    status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
    reason = _CODES.get(code) or _STATUSES.get(status) or (_BUSY if status >= 500 else "")
    return reason or f"kho từ chối {error.operation_name} ({code or status})"
