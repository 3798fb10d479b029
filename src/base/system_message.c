#include "tcpgloss/base/system_message.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tcpgloss/base/words.h"

static const struct {
    int number;
    const char *zh;
} usual[] = {
    {EACCES, "没有权限"},
    {EAFNOSUPPORT, "系统不支持这种地址"},
    {EAGAIN, "资源暂时不足"},
    {EBUSY, "正被占用"},
    {EDQUOT, "超出了磁盘配额"},
    {EEXIST, "文件已存在"},
    {EFBIG, "文件太大"},
    {EINVAL, "参数无效"},
    {EIO, "输入输出出错"},
    {EISDIR, "是目录"},
    {ELOOP, "符号链接太多"},
    {EMFILE, "本进程打开的文件太多"},
    {ENAMETOOLONG, "文件名太长"},
    {ENETDOWN, "网络已断开"},
    {ENFILE, "系统打开的文件太多"},
    {ENODEV, "没有这个设备"},
    {ENOENT, "没有这个文件或目录"},
    {ENOMEM, "内存不足"},
    {ENOSPC, "磁盘空间不足"},
    {ENOSYS, "系统没有此功能"},
    {ENOTDIR, "路径中有一段不是目录"},
    {ENXIO, "没有这个设备或地址"},
    {EOPNOTSUPP, "系统不支持此操作"},
    {EPERM, "系统不允许"},
    {EPIPE, "读取的一方已经关闭"},
    {EPROTONOSUPPORT, "系统不支持此协议"},
    {EROFS, "文件系统只读"},
    {ETXTBSY, "文件正在运行"},
};

const char *system_message(int error_number) {
    static _Thread_local char quoted[128];

    if (message_language() != LANGUAGE_ZH) {
        return strerror(error_number);
    }
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
        if (usual[i].number == error_number) {
            return usual[i].zh;
        }
    }
    (void)snprintf(quoted, sizeof quoted, "系统报告“%s”", strerror(error_number));
    return quoted;
}

bool error_set_system(struct error *error, enum exit_status status, const char *what,
                      int error_number) {
    return error_set(error, status, MESSAGE("%s：%s", "%s: %s"), what,
                     system_message(error_number));
}

bool error_set_no_memory(struct error *error) {
    return error_set(error, STATUS_RUNTIME, MESSAGE("内存不足", "out of memory"));
}
