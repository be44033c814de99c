/* int in_a_comment; */
#define NO_PREFIX 1
#define LM_TWICE(x) \
    ((x) + (x))
enum lm_kind { LM_KIND_A = 1, KIND_B, LM_KIND_C };
typedef struct lm_pair {
    int first, second;
} lm_pair;
struct bare_tag {
    int member;
};
typedef int (*lm_callback)(int argument);
typedef int (*bare_callback)(int argument);
extern const char *lm_words[], lm_letter;
extern const int bare_numbers[4];
static inline int bare_inline(lm_pair pair)
{
    return pair.first;
}
__attribute__((const)) int lm_first(int a, int b);
int lm_second(const char *text);
