// SPDX-License-Identifier: Apache-2.0
#include "cli/privileges.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

#include <grp.h>
#include <linux/capability.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace spoor::cli {
namespace {

Error refused(const std::string& user) {
  const std::string reason = std::strerror(errno);
  return {ErrorCode::kDenied, "cannot give rights up", 0,
          user.empty() ? reason : user + ": " + reason};
}

struct Account {
  uid_t user = 0;
  gid_t group = 0;
};

Result<Account> find_account(const std::string& name) {
  std::vector<char> text(std::size_t{1} << 16);
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwnam_r(name.c_str(), &entry, text.data(), text.size(), &found) != 0 || found == nullptr)
    return Error{ErrorCode::kNotFound, "there is no such user", 0, name};
  if (found->pw_uid == 0) return Error{ErrorCode::kInvalid, "has all rights there are", 0, name};
  return Account{found->pw_uid, found->pw_gid};
}

}  // namespace

bool is_root() noexcept {
  return ::geteuid() == 0;
}

Status become_user(const std::string& user) {
  SPOOR_TRY(const Account account, find_account(user));
  if (::initgroups(user.c_str(), account.group) != 0 ||
      ::setresgid(account.group, account.group, account.group) != 0 ||
      ::setresuid(account.user, account.user, account.user) != 0)
    return refused(user);
  // Seldom, what the process keeps is settled elsewhere (securebits): so it is looked at.
  if (::setuid(0) == 0) return Error{ErrorCode::kDenied, "rights came back", 0, user};
  return drop_capabilities();
}

Status drop_capabilities() {
  if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return refused("");
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
  if (::syscall(SYS_capset, &header, none.data()) != 0) return refused("");
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return refused("");
  return {};
}

}  // namespace spoor::cli
