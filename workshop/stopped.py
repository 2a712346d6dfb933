"""What who presses Ctrl-C is told, whatever was under way. Nothing is imported here: it may come at any time."""

STOPPED = (
    "Đã dừng theo yêu cầu. Trang nào bạn đọc mở ra cũng trọn vẹn, của bản trước hoặc của bản mới; "
    "./inv releases cho biết bản nào đang chạy. Muốn làm nốt, hãy chạy lại lệnh vừa dừng."
)
"""True whenever it is said: nobody knows whether readers were shown the new release before the keys were pressed."""
CODE = 130
"""What a shell knows a program by that was stopped so."""
